"""Prints a robot's odometry beside the truth that `deno task sim --ros` publishes.

Needs rclpy alone: the one of an installed ROS 2, or the one that `deno task ros:setup` made
(.ros/prefix/bin/python). Ends with 0 when every pair was closer than --limit metres.
"""
import argparse
import math
import sys
import time

import rclpy
from nav_msgs.msg import Odometry
from rclpy.executors import ExternalShutdownException
from rclpy.qos import QoSProfile, ReliabilityPolicy

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument('--pairs', type=int, default=0, help='end after so many (default: when silent)')
parser.add_argument('--limit', type=float, default=0.35, help='largest distance, m')
parser.add_argument('--silence', type=float, default=20.0, help='s without a message that end it')
options = parser.parse_args()


def stamp(message):
    return message.header.stamp.sec * 1_000_000_000 + message.header.stamp.nanosec


rclpy.init()
node = rclpy.create_node('odom_against_truth')
truth = {}
worst, pairs, said, heard = 0.0, 0, 0, time.monotonic()


def on_truth(message):
    truth[stamp(message)] = message.pose.pose.position
    if len(truth) > 1000:
        truth.pop(next(iter(truth)))


def on_odom(message):
    global worst, pairs, said, heard
    heard = time.monotonic()
    there = truth.get(stamp(message))
    if there is None:
        return
    here = message.pose.pose.position
    apart = math.dist((here.x, here.y, here.z), (there.x, there.y, there.z))
    worst, pairs = max(worst, apart), pairs + 1
    if stamp(message) - said >= 500_000_000:
        said = stamp(message)
        print(f'{said / 1e9:7.2f} s  odom {here.x:7.3f} {here.y:7.3f}'
              f'  truth {there.x:7.3f} {there.y:7.3f}  apart {apart:.3f} m', flush=True)


qos = QoSProfile(depth=100, reliability=ReliabilityPolicy.BEST_EFFORT)  # as truth is offered
node.create_subscription(Odometry, '/ground_truth/odom', on_truth, qos)
node.create_subscription(Odometry, '/odom', on_odom, qos)
print('listening', flush=True)
try:
    while time.monotonic() - heard < options.silence and not 0 < options.pairs <= pairs:
        rclpy.spin_once(node, timeout_sec=0.1)
        if not rclpy.ok():
            break
except (KeyboardInterrupt, ExternalShutdownException):
    pass
print(f'{pairs} pairs, at most {worst:.3f} m apart (limit {options.limit} m)', flush=True)
rclpy.try_shutdown()
sys.exit(0 if pairs > 0 and worst <= options.limit else 1)
