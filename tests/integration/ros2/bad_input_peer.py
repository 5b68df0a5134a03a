"""Sends fusion all that a peer can get wrong, and reads on /diagnostics what it counted.

Each kind is sent, one among many good messages, until it is counted: a time that two messages in a
row agree on is believed. Prints one JSON object.
"""
import copy
import json
import math
import time

import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from nav_msgs.msg import Odometry
from rclpy.serialization import serialize_message
from sensor_msgs.msg import Imu, MagneticField
from std_msgs.msg import String

rclpy.init()
node = rclpy.create_node('bad_input_peer')
odom, said = [], {}
node.create_subscription(Odometry, '/odom', lambda m: odom.append(m.header.stamp.sec), 100)


def hear(message):
    for status in message.status:
        said[status.name] = {
            'message': status.message, **{value.key: value.value for value in status.values}}


node.create_subscription(DiagnosticArray, '/diagnostics', hear, 100)
imu = node.create_publisher(Imu, '/imu/data', 10)
mag = node.create_publisher(MagneticField, '/imu/mag', 10)
node.create_publisher(String, '/wheel_velocity', 10)


def until(done, step=lambda: None, seconds=90):
    end = time.monotonic() + seconds
    while not done():
        step()
        rclpy.spin_once(node, timeout_sec=0.005)
        if time.monotonic() > end:
            raise SystemExit('it never came: ' + json.dumps(said))


def say(publisher, message):
    """At the pace of a sensor: what comes faster than the node reads is dropped."""
    publisher.publish(message)
    end = time.monotonic() + 0.003
    while time.monotonic() < end:
        rclpy.spin_once(node, timeout_sec=0.001)


def good(shift=0):
    message = Imu()
    message.header.stamp = node.get_clock().now().to_msg()
    message.header.stamp.sec += shift
    message.header.frame_id = 'base_link'
    message.linear_acceleration.z = 9.81
    message.orientation_covariance[0] = -1.0
    return message


def field(shift):
    message = MagneticField()
    message.header.stamp = node.get_clock().now().to_msg()
    message.header.stamp.sec += shift
    message.header.frame_id = 'base_link'
    message.magnetic_field.x = 2e-5
    return message


def counted(status, key):
    return int(said.get(status, {}).get(key, '0'))


def changed(**changes):
    def make():
        message = copy.deepcopy(good())
        for name, value in changes.items():
            place = message
            *path, last = name.split('__')
            for step in path:
                place = getattr(place, step)
            setattr(place, last, value)
        return message
    return make


negative = [1e-4, 0.0, 0.0, 0.0, -1e-4, 0.0, 0.0, 0.0, 1e-4]
whole = serialize_message(good())
huge = bytearray(whole)  # the length of frame_id says 4 GB
huge[12:16] = b'\xff\xff\xff\xff'
CASES = {
    'nan': ('fusion: imu', 'rejected: not finite', changed(angular_velocity__x=math.nan)),
    'infinite': ('fusion: imu', 'rejected: not finite',
                 changed(linear_acceleration__z=math.inf)),
    'negative covariance': ('fusion: imu', 'negative variances',
                            changed(angular_velocity_covariance=negative)),
    'future': ('fusion: imu', 'rejected: stamp far ahead', lambda: good(3600)),
    'unset': ('fusion: imu', 'rejected: stamp not set',
              changed(header__stamp__sec=0, header__stamp__nanosec=0)),
    'far': ('fusion: imu', 'rejected: stamp out of range',
            changed(header__stamp__sec=2**31 - 1)),
    'frame': ('fusion: imu', 'rejected: unknown frame', changed(header__frame_id='nowhere')),
    'late': ('fusion: mag', 'late', lambda: field(-20)),
    'truncated': ('/fusion: ros2', 'imu.undecodable', lambda: bytes(whole[:40])),
    'oversized': ('/fusion: ros2', 'imu.undecodable', lambda: bytes(huge)),
}

until(lambda: imu.get_subscription_count() > 0 and mag.get_subscription_count() > 0
      and node.count_publishers('/odom') > 0)
until(lambda: len(odom) > 10, lambda: say(imu, good()))
result = {}
for name, (status, key, make) in CASES.items():
    before = counted(status, key)
    publisher = mag if status == 'fusion: mag' else imu

    def batch():
        for _ in range(7):
            say(imu, good())
        say(publisher, make())
        for _ in range(7):
            say(imu, good())

    until(lambda: counted(status, key) > before, batch)
    alive = len(odom)
    until(lambda: len(odom) > alive, lambda: say(imu, good()))
    result[name] = True
# Time jumps back, as a bag does that begins again; the node goes on in the new time.
odom.clear()
until(lambda: sum(sec < time.time() - 60 for sec in odom) > 5, lambda: say(imu, good(-120)))
result['jump back'] = True
result['wrong type'] = '/wheel_velocity' in said['/fusion: ros2']['message']
print(json.dumps(result))
node.destroy_node()
rclpy.try_shutdown()
