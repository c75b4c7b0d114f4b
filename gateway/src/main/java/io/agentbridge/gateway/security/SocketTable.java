package io.agentbridge.gateway.security;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;

/** Linux's {@code /proc/net/tcp} and {@code tcp6}: which user owns which end of an established connection. */
final class SocketTable {
    /**
     * Only this state names its owner for certain: a socket that its process has closed lives on without one, and shows user 0.
     */
    private static final String ESTABLISHED = "01";

    private static final Path STATUS = Path.of("/proc/self/status");

    private final Path tcp;
    private final Path tcp6;

    SocketTable() {
        this(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    }

    SocketTable(Path tcp, Path tcp6) {
        this.tcp = tcp;
        this.tcp6 = tcp6;
    }

    /** One reading of the table. */
    record Owners(Map<Connection, Integer> users) {
        /** The owner of the peer's end: in the table its own address stands first. */
        OptionalInt ownerOf(InetSocketAddress peer, InetSocketAddress local) {
            Integer user = users.get(new Connection(End.of(peer), End.of(local)));
            return user == null ? OptionalInt.empty() : OptionalInt.of(user);
        }
    }

    record Connection(End own, End other) {}

    /** The address in hexadecimal, IPv4 also where it is mapped into IPv6. */
    record End(String address, int port) {
        private static final String MAPPED = "00000000000000000000ffff";

        static End of(InetSocketAddress address) {
            InetAddress resolved = address.getAddress();
            return of(HexFormat.of().formatHex(resolved.getAddress()), address.getPort());
        }

        private static End of(String hex, int port) {
            return new End(hex.startsWith(MAPPED) ? hex.substring(MAPPED.length()) : hex, port);
        }

        /** Reads e.g. {@code 0100007F:1F90}: words of four bytes in this (little-endian) machine's order. */
        static End parse(String text) {
            int colon = text.indexOf(':');
            byte[] words = HexFormat.of().parseHex(text.substring(0, colon));
            byte[] bytes = new byte[words.length];
            boolean littleEndian = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = words[littleEndian ? i ^ 3 : i];
            }
            return of(HexFormat.of().formatHex(bytes), Integer.parseInt(text.substring(colon + 1), 16));
        }
    }

    boolean isAvailable() {
        return Files.isReadable(tcp) && Files.isReadable(STATUS);
    }

    /** The user id that this process acts as, and that its sockets bear. */
    OptionalInt ownUserId() {
        try {
            for (String line : Files.readAllLines(STATUS, StandardCharsets.UTF_8)) {
                if (line.startsWith("Uid:")) {
                    return OptionalInt.of(Integer.parseUnsignedInt(fields(line)[2]));
                }
            }
        } catch (IOException | NumberFormatException unreadable) {
            return OptionalInt.empty();
        }
        return OptionalInt.empty();
    }

    /** Reads both tables; a table or line that cannot be read names no owner, so nobody is let in by it. */
    Owners read() {
        Map<Connection, Integer> users = new HashMap<>();
        readInto(users, tcp);
        readInto(users, tcp6);
        return new Owners(users);
    }

    private static void readInto(Map<Connection, Integer> users, Path table) {
        if (!Files.isReadable(table)) {
            return;
        }
        try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.US_ASCII)) {
            lines.readLine();
            String line;
            while ((line = lines.readLine()) != null) {
                String[] fields = fields(line.trim());
                if (fields.length > 7 && fields[3].equals(ESTABLISHED)) {
                    users.put(
                            new Connection(End.parse(fields[1]), End.parse(fields[2])),
                            Integer.parseUnsignedInt(fields[7]));
                }
            }
        } catch (IOException | IllegalArgumentException | StringIndexOutOfBoundsException unreadable) {
            System.getLogger(SocketTable.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "the table of TCP sockets could not be read: " + table,
                            unreadable);
        }
    }

    private static String[] fields(String line) {
        return line.split("\\s+", -1);
    }
}
