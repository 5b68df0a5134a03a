"""Speaks with wide_node.ts: on thirty topics, or to a reader that is too slow. Prints JSON."""
import json
import sys
import time

import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.qos import QoSProfile, ReliabilityPolicy
from std_msgs.msg import String

rclpy.init()
node = rclpy.create_node('wide_peer')
handled, said = [], {}


def until(done, step=lambda: None, seconds=90):
    end = time.monotonic() + seconds
    while not done():
        step()
        rclpy.spin_once(node, timeout_sec=0.002)
        if time.monotonic() > end:
            raise SystemExit('it never came')


def hear(message):
    for status in message.status:
        if status.name == '/wide: ros2':
            said.update({value.key: value.value for value in status.values})


def thirty():
    """A hundred messages on each of fifteen topics come back on the other fifteen, in order."""
    heard = [[] for _ in range(15)]
    publishers = []
    for i in range(15):
        node.create_subscription(String, f'/out_{i}', lambda m, i=i: heard[i].append(m.data), 100)
        publishers.append(node.create_publisher(String, f'/in_{i}', 100))
    until(lambda: all(p.get_subscription_count() > 0 for p in publishers) and all(
        node.count_publishers(f'/out_{i}') > 0 for i in range(15)))
    # The way back is open once a first message has come back.
    until(lambda: all(heard), lambda: [p.publish(String(data='first')) for p in publishers])
    for k in range(100):
        for i, publisher in enumerate(publishers):
            publisher.publish(String(data=f'{i} {k}'))
        until(lambda: all(h and h[-1] == f'{i} {k}' for i, h in enumerate(heard)))
    expected = [[f'{i} {k}' for k in range(100)] for i in range(15)]
    return [[d for d in h if d != 'first'] for h in heard] == expected


def slow():
    """Sends faster than the reader can, until it says that it dropped; then it must still live."""
    node.create_subscription(String, '/handled', lambda m: handled.append(m.data), 100)
    node.create_subscription(DiagnosticArray, '/diagnostics', hear, 10)
    qos = QoSProfile(depth=100, reliability=ReliabilityPolicy.BEST_EFFORT)
    publisher = node.create_publisher(String, '/slow', qos)
    until(lambda: publisher.get_subscription_count() > 0 and node.count_publishers('/handled') > 0)
    until(lambda: int(said.get('slow.dropped', '0')) > 0, lambda: [
        publisher.publish(String(data='burst')) for _ in range(50)])
    until(lambda: 'last' in handled, lambda: publisher.publish(String(data='last')))
    return {'dropped': int(said['slow.dropped']) > 0, 'handled': len(handled) > 1}


print(json.dumps(thirty() if sys.argv[1] == 'thirty' else slow()))
node.destroy_node()
rclpy.try_shutdown()
