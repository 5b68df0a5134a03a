"""rclpy: a PointCloud2 of 1 MB, publish -> callback in one process, reliable, ms; CPU of an Imu, us."""
import array
import json
import sys
import time

import rclpy
from rclpy.executors import SingleThreadedExecutor
from rclpy.qos import QoSProfile
from rclpy.serialization import serialize_message
from sensor_msgs.msg import Imu, PointCloud2, PointField

POINTS, ROUNDS = 65_536, int(sys.argv[1])
rclpy.init()
node = rclpy.create_node('ros2_cloud_py')
cloud = PointCloud2()
cloud.header.frame_id = 'lidar'
cloud.height, cloud.width, cloud.point_step, cloud.row_step = 1, POINTS, 16, POINTS * 16
cloud.fields = [PointField(name=n, offset=4 * i, datatype=7, count=1) for i, n in enumerate('xyzi')]
cloud.data = array.array('B', bytes(POINTS * 16))


def measure(raw):
    topic = '/bench/raw' if raw else '/bench/typed'
    got = []
    qos = QoSProfile(depth=1)
    node.create_subscription(PointCloud2, topic, lambda m: got.append(time.perf_counter()), qos,
                             raw=raw)
    publisher = node.create_publisher(PointCloud2, topic, qos)
    while publisher.get_subscription_count() < 1:
        rclpy.spin_once(node, timeout_sec=0.05)
    message = serialize_message(cloud) if raw else cloud
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        publisher.publish(message)
        seen = len(got)
        while len(got) == seen:
            rclpy.spin_once(node, timeout_sec=1.0)
        times.append((got[-1] - began) * 1e3)
    return sorted(times[ROUNDS // 5:])


def small(count=2000):
    """Publishes an Imu when the one before has arrived; an executor, which is the faster way."""
    got = []
    own = rclpy.create_node('ros2_small_py')
    executor = SingleThreadedExecutor()
    executor.add_node(own)
    qos = QoSProfile(depth=1)
    own.create_subscription(Imu, '/bench/imu_py', got.append, qos)
    publisher = own.create_publisher(Imu, '/bench/imu_py', qos)
    while publisher.get_subscription_count() < 1:
        executor.spin_once(timeout_sec=0.05)

    def turn():
        times = []
        for _ in range(count):
            began, seen = time.perf_counter(), len(got)
            publisher.publish(Imu())
            while len(got) == seen:
                executor.spin_once(timeout_sec=1.0)
            times.append((time.perf_counter() - began) * 1e3)
        return sorted(times)

    turn()
    began = time.process_time()
    times = turn()
    return {'imu': times, 'cpuUs': (time.process_time() - began) / count * 1e6}


print(json.dumps({'typed': measure(False), 'raw': measure(True), **small()}))
rclpy.shutdown()
