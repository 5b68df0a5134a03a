"""Reads an MCAP file with two independent readers and prints every message, field by field.

Usage: python tests/oracles/bag_read.py FILE
Output: {"mcap": [message], "rosbags": [message], "qos": {topic: profile}, "metadata": {name: {}}},
message = {topic, type, log_time, fields: [[path, value]]}. Numbers are the 16 hexadecimal digits of
a float64 (integers beyond 2^53: their decimal digits), so that NaN and -0 can be told apart.
"""
import json
import struct
import sys
from pathlib import Path

from mcap.reader import make_reader
from mcap_ros2.decoder import DecoderFactory
from rosbags.highlevel import AnyReader


def number(value):
    if isinstance(value, int) and abs(value) >= 2**53:
        return str(value)
    return struct.pack(">d", float(value)).hex()


def walk(value, path, out):
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()
    if isinstance(value, bool):
        out.append([path, "true" if value else "false"])
    elif isinstance(value, (int, float)):
        out.append([path, number(value)])
    elif isinstance(value, str):
        out.append([path, "text " + value])
    elif isinstance(value, (bytes, bytearray)) or hasattr(value, "__len__"):
        out.append([path + ".length", number(len(value))])
        for i, item in enumerate(value):
            walk(item, f"{path}[{i}]", out)
    else:
        names = getattr(value, "__slots__", None) or list(value.__dict__)
        for name in names:
            # rosbags lists constants too; ROS allows no capitals in the names of fields
            if not name.startswith("_") and not name.isupper():
                walk(getattr(value, name), f"{path}.{name}" if path else name, out)


def fields(message):
    out = []
    walk(message, "", out)
    return out


def unsigned_bytes(pairs):
    """rosbags takes `byte` for signed, the definition of ROS 2 says unsigned."""
    for pair in pairs:
        if pair[0].endswith(".level"):
            value = struct.unpack(">d", bytes.fromhex(pair[1]))[0]
            pair[1] = number(value % 256)
    return pairs


def by_mcap(path):
    with open(path, "rb") as file:
        reader = make_reader(file, validate_crcs=True, decoder_factories=[DecoderFactory()])
        messages = [
            {"topic": channel.topic, "type": schema.name, "log_time": str(message.log_time),
             "fields": fields(decoded)}
            for schema, channel, message, decoded in reader.iter_decoded_messages()
        ]
        metadata = {record.name: record.metadata for record in reader.iter_metadata()}
    return messages, metadata


def by_rosbags(path):
    with AnyReader([Path(path)]) as reader:
        messages = [
            {"topic": connection.topic, "type": connection.msgtype, "log_time": str(at),
             "fields": unsigned_bytes(fields(reader.deserialize(raw, connection.msgtype)))}
            for connection, at, raw in reader.messages()
        ]
        qos = {
            c.topic: {"reliability": q.reliability.name, "durability": q.durability.name,
                      "depth": q.depth}
            for c in reader.connections for q in c.ext.offered_qos_profiles
        }
    return messages, qos


mcap, metadata = by_mcap(sys.argv[1])
rosbags, qos = by_rosbags(sys.argv[1])
print(json.dumps({"mcap": mcap, "rosbags": rosbags, "qos": qos, "metadata": metadata}))
