"""A peer that does not behave: wrong QoS both ways, another type, broken CDR; then it is killed.

Says what it does, line by line; ends only when it is killed.
"""
import sys
import time

import rclpy
from geometry_msgs.msg import TwistStamped
from nav_msgs.msg import Odometry
from rclpy.qos import QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Imu
from std_msgs.msg import String

rclpy.init()
node = rclpy.create_node('rough_peer')
best_effort = QoSProfile(depth=5, reliability=ReliabilityPolicy.BEST_EFFORT)
heard = []
node.create_subscription(Odometry, '/odom', heard.append, 10)
imu = node.create_publisher(Imu, '/imu/data', best_effort)
if 'rough' in sys.argv:
    # fusion asks for reliable wheels; its odom is volatile.
    node.create_publisher(TwistStamped, '/wheel_velocity', best_effort)
    latched = QoSProfile(depth=1, durability=rclpy.qos.DurabilityPolicy.TRANSIENT_LOCAL)
    node.create_subscription(Odometry, '/odom', heard.append, latched)
    node.create_publisher(String, '/imu/mag', 10)


def spin(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        rclpy.spin_once(node, timeout_sec=0.005)


while imu.get_subscription_count() < 1 or node.count_publishers('/odom') < 1:
    spin(0.05)
print('met', flush=True)
if 'rough' in sys.argv:
    imu.publish(bytes([0, 1, 0, 0, 255, 255, 255, 127, 1, 2, 3, 4]))  # a stamp and no more
    imu.publish(bytes([0, 1, 0, 0]) + bytes(8) + bytes([255, 255, 255, 255]) + bytes(64))
    print('sent broken', flush=True)
said = False
while True:
    message = Imu()
    message.header.stamp = node.get_clock().now().to_msg()
    message.header.frame_id = 'base_link'
    message.linear_acceleration.z = 9.81
    message.orientation_covariance[0] = -1.0
    imu.publish(message)
    spin(0.01)
    if heard and not said:
        said = True
        print('odom', flush=True)
