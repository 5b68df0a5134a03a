"""Dead reckoning: the gyro's turn and the wheels' speed, added up. Somebody else's system for
`deno task hil … --sut external:odom`. Topics as arguments of ROS: --ros-args -r wheel:=/wheel_speed.
"""
import math

import rclpy
from geometry_msgs.msg import TwistWithCovarianceStamped
from nav_msgs.msg import Odometry
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import Imu

rclpy.init()
node = rclpy.create_node('dead_reckoning')
publisher = node.create_publisher(Odometry, 'odom', 10)
state = {'x': 0.0, 'y': 0.0, 'yaw': 0.0, 'speed': 0.0, 'last': None}


def on_wheel(message):
    state['speed'] = message.twist.twist.linear.x


def on_imu(message):
    now = message.header.stamp.sec + message.header.stamp.nanosec * 1e-9
    if state['last'] is not None and now < state['last']:  # time jumped back: another run
        state.update(x=0.0, y=0.0, yaw=0.0, speed=0.0, last=None)
    step = now - state['last'] if state['last'] is not None else 0.0
    state['last'] = now
    state['yaw'] += message.angular_velocity.z * step
    state['x'] += state['speed'] * math.cos(state['yaw']) * step
    state['y'] += state['speed'] * math.sin(state['yaw']) * step
    out = Odometry()
    out.header.stamp = message.header.stamp
    out.header.frame_id, out.child_frame_id = 'odom', 'base_link'
    out.pose.pose.position.x, out.pose.pose.position.y = state['x'], state['y']
    out.pose.pose.orientation.z = math.sin(state['yaw'] / 2)
    out.pose.pose.orientation.w = math.cos(state['yaw'] / 2)
    publisher.publish(out)


node.create_subscription(TwistWithCovarianceStamped, 'wheel', on_wheel, 10)
node.create_subscription(Imu, 'imu/data', on_imu, qos_profile_sensor_data)
print('listening', flush=True)
try:
    rclpy.spin(node)
except (KeyboardInterrupt, rclpy.executors.ExternalShutdownException):
    pass
