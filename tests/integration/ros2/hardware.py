"""A robot that is a recording: publishes a log's CDR messages on wall time, as drivers would.

It stands (the log's first second again and again) until somebody runs a scenario beside it, which is
seen by who publishes /tf_static; then it drives. Arguments: the log as hardware.ts writes it;
--sim-time: stamps are of /clock; --silence TOPIC S: that topic ends S seconds after the start.
"""
import argparse
import importlib
import json
import struct
import time

import rclpy
from rclpy.parameter import Parameter
from rclpy.qos import QoSProfile, ReliabilityPolicy

parser = argparse.ArgumentParser()
parser.add_argument('log')
parser.add_argument('--sim-time', action='store_true')
parser.add_argument('--silence', nargs=2, default=['', '0'])
options = parser.parse_args()

with open(options.log, 'rb') as log:
    topics = json.loads(log.readline())
    messages = []
    while head := log.read(16):
        index, size, at = struct.unpack('<IIq', head)
        messages.append((at, index, bytearray(log.read(size))))



def message_class(name):
    package, _, kind = name.split('/')
    return getattr(importlib.import_module(f'{package}.msg'), kind)


rclpy.init()
simulated = [Parameter('use_sim_time', value=options.sim_time)]
node = rclpy.create_node('hardware', parameter_overrides=simulated)
publishers = [
    node.create_publisher(
        message_class(topic['type']), topic['topic'],
        QoSProfile(depth=10, reliability=ReliabilityPolicy[topic['reliability'].upper()]))
    for topic in topics]


def now():
    return node.get_clock().now().nanoseconds


def driven():
    writers = node.get_publishers_info_by_topic('/tf_static')
    return any(writer.node_name == 'dryrun' for writer in writers)


while options.sim_time and now() == 0:
    rclpy.spin_once(node, timeout_sec=0.05)
print('here', flush=True)
start, wall = now(), time.monotonic()
rest = [m for m in messages if m[0] < 10**9]
drives_at, cycle = None, 0


def play(message, offset):
    """Publishes a message `offset` ns after the start, stamped with the time at which it is due."""
    at, index, cdr = message
    due = at + offset
    while (left := wall + due * 1e-9 - time.monotonic()) > 0:
        rclpy.spin_once(node, timeout_sec=left) if options.sim_time else time.sleep(left)
    stamp = now() if options.sim_time else start + due
    struct.pack_into('<iI', cdr, 4, stamp // 10**9, stamp % 10**9)
    topic, after = options.silence
    driven_for = 0 if drives_at is None else (due - drives_at) * 1e-9
    if topics[index]['topic'] == topic and driven_for > float(after):
        return
    publishers[index].publish(bytes(cdr))


while not driven():
    for message in rest:
        play(message, cycle * 10**9)
    cycle += 1
drives_at = cycle * 10**9
print('drives', flush=True)
for message in messages:
    play(message, drives_at)
print('the log is over', flush=True)
while True:
    time.sleep(1)
