import os, socket, struct, sys

# Asks for an address under each name, given as hex, as another guest each: hostile-names.py LINK SERVER NAME…
link, server, *names = sys.argv[1:]
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, link.encode())
s.bind(("0.0.0.0", 68))
s.settimeout(20)

for number, name in enumerate(map(bytes.fromhex, names)):
    mac = bytes.fromhex("5254000066%02x" % number)
    xid = os.urandom(4)
    hostname = bytes([12, len(name)]) + name

    def ask(kind, options):
        head = struct.pack("!BBBB4sHH16s16s192s", 1, 1, 6, 0, xid, 0, 0x8000, b"", mac, b"")
        s.sendto(head + b"\x63\x82\x53\x63" + bytes([53, 1, kind]) + options + b"\xff", ("255.255.255.255", 67))
        while True:
            answer = s.recv(2000)
            if answer[4:8] == xid:
                return answer

    offered = ask(1, hostname)[16:20]
    ask(3, hostname + b"\x32\x04" + offered + b"\x36\x04" + socket.inet_aton(server))
