"""Writes an MCAP file with Python's writer: what Dryrun has to read from others.

Usage: python tests/oracles/bag_write.py FILE COMPRESSION [unchunked|unindexed|indexed]
COMPRESSION: none, lz4 or zstd. 40 std_msgs/String on /chatter at 1 s + 0.1 s · i, holding "hello i",
and one message of another encoding. Prints [FILE].
"""
import json
import struct
import sys

from mcap.writer import CompressionType, IndexType, Writer

path, compression = sys.argv[1:3]
layout = sys.argv[3] if len(sys.argv) > 3 else "indexed"
with open(path, "wb") as file:
    writer = Writer(
        file,
        chunk_size=512,
        compression=CompressionType[compression.upper()],
        use_chunking=layout != "unchunked",
        index_types=IndexType.ALL if layout == "indexed" else IndexType.NONE,
        use_statistics=layout == "indexed",
        repeat_channels=layout == "indexed",
        repeat_schemas=layout == "indexed",
        use_summary_offsets=layout == "indexed",
    )
    writer.start(profile="ros2", library="test")
    schema = writer.register_schema("std_msgs/msg/String", "ros2msg", b"string data\n")
    chatter = writer.register_channel("/chatter", "cdr", schema)
    other = writer.register_channel("/other", "json", 0)
    for i in range(40):
        text = f"hello {i}\0".encode()
        at = 1_000_000_000 + i * 100_000_000
        data = b"\0\1\0\0" + struct.pack("<I", len(text)) + text
        writer.add_message(chatter, at, data, at, i)
    writer.add_message(other, 2_000_000_000, b"{}", 2_000_000_000, 0)
    writer.finish()
print(json.dumps([path]))
