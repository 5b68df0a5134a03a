"""A driver and a user in one: feeds an IMU at rest on wall time, reads odom, sets parameters.

Prints one JSON object. Waits for discovery, never for a time.
"""
import json
import time

import rclpy
from nav_msgs.msg import Odometry
from rcl_interfaces.msg import Parameter, ParameterType, ParameterValue
from rcl_interfaces.srv import DescribeParameters, GetParameters, SetParameters
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import Imu

rclpy.init()
node = rclpy.create_node('wall_peer')
received = []
publisher = node.create_publisher(Imu, '/imu/data', qos_profile_sensor_data)
node.create_subscription(
    Odometry, '/odom',
    lambda m: received.append(m.header.stamp.sec * 10**9 + m.header.stamp.nanosec), 100)


def until(done, seconds=60):
    end = time.monotonic() + seconds
    while not done():
        rclpy.spin_once(node, timeout_sec=0.02)
        if time.monotonic() > end:
            raise SystemExit('it never came')


def publish(frame='base_link'):
    message = Imu()
    message.header.stamp = node.get_clock().now().to_msg()
    message.header.frame_id = frame
    message.linear_acceleration.z = 9.81
    message.orientation_covariance[0] = -1.0
    publisher.publish(message)
    return message.header.stamp.sec * 10**9 + message.header.stamp.nanosec


def ask(kind, name, **fields):
    client = node.create_client(kind, name)
    until(client.service_is_ready)
    future = client.call_async(kind.Request(**fields))
    until(future.done)
    return future.result()


def set_parameter(name, **value):
    kinds = {'double_value': ParameterType.PARAMETER_DOUBLE,
             'bool_value': ParameterType.PARAMETER_BOOL,
             'string_value': ParameterType.PARAMETER_STRING}
    kind = kinds[next(iter(value))]
    parameter = Parameter(name=name, value=ParameterValue(type=kind, **value))
    [result] = ask(SetParameters, '/fusion/set_parameters', parameters=[parameter]).results
    return [result.successful, result.reason]


until(lambda: publisher.get_subscription_count() > 0 and node.count_publishers('/odom') > 0)
sent = []
next_at = time.monotonic()
while len(received) < 100 and len(sent) < 3000:  # the first odom waits 2 s for a heading
    sent.append(publish())
    next_at += 0.01
    while time.monotonic() < next_at:
        rclpy.spin_once(node, timeout_sec=max(0.0, next_at - time.monotonic()))
[weight] = ask(DescribeParameters, '/fusion/describe_parameters', names=['imu_weight']).descriptors
results = {
    'good': set_parameter('imu_weight', double_value=0.5),
    'range': set_parameter('imu_weight', double_value=1.5),
    'type': set_parameter('imu_weight', string_value='much'),
    'unknown': set_parameter('imu_wait', double_value=1.0),
    'time': set_parameter('use_sim_time', bool_value=True),
}
[value] = ask(GetParameters, '/fusion/get_parameters', names=['imu_weight']).values
print(json.dumps({
    'odom': len(received),
    'increasing': all(a < b for a, b in zip(received, received[1:])),
    'stamps': all(stamp in set(sent) for stamp in received),
    'range': [[r.from_value, r.to_value] for r in weight.floating_point_range],
    'results': results,
    'imu_weight': value.double_value,
}))
node.destroy_node()
rclpy.try_shutdown()
