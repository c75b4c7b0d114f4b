package io.agentbridge.gateway.websocket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A WebSocket client that sends exactly the bytes it is told to, and reads the server's frames one by one. */
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final String head;

    public RawClient(int port) throws IOException {
        this(port, new byte[0], 0);
    }

    RawClient(int port, byte[] withTheRequest, int receiveBufferBytes) throws IOException {
        this(port, "", withTheRequest, receiveBufferBytes);
    }

    /** {@code headers} are further lines of the request, each with its end. */
    RawClient(int port, String headers, byte[] withTheRequest, int receiveBufferBytes) throws IOException {
        socket = new Socket();
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 10_000);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 64 << 10));
        out = socket.getOutputStream();
        String request = "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\n"
                + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n";
        send(Frames.join(request.getBytes(StandardCharsets.US_ASCII), withTheRequest));
        head = readHead();
        if (!head.startsWith("HTTP/1.1 101 ") || !head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) {
            throw new IOException("not upgraded: " + head);
        }
    }

    private String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.readByte());
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /** The answer to the handshake. */
    String head() {
        return head;
    }

    /** A frame as it came: the first byte of its header, and its payload. */
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(int first, byte[] payload) {}

    /** One frame, whatever its bits are. */
    Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if ((length & 0x80) != 0) {
            throw new IOException("a server's frame has no mask");
        }
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** Takes much at a time from now on: into the smallest window the kernel may put 2 KiB every 200 ms. */
    void widen() throws IOException {
        socket.setReceiveBufferSize(1 << 20);
    }

    /** Sends what the peer may already not want any more. */
    void trySend(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException closed) {
            // The server has closed; what it said before is read by the caller.
        }
    }

    /** One frame: {@code "1:hello"}, {@code "2:0aff"}, {@code "9:…"}; a close as {@code "close 1000"}; {@code "end"} for the end. */
    public String next() throws IOException {
        try {
            Frame frame = frame();
            if ((frame.first & 0x70) != 0) {
                throw new IOException("a server's frame has no extension bits unless they were negotiated");
            }
            byte[] payload = frame.payload;
            int length = payload.length;
            int opcode = frame.first & 0xf;
            if (opcode == Frames.CLOSE) {
                return length == 0 ? "close" : "close " + (((payload[0] & 0xff) << 8) | (payload[1] & 0xff));
            }
            String content = opcode == Frames.BINARY
                    ? HexFormat.of().formatHex(payload)
                    : new String(payload, StandardCharsets.UTF_8);
            return opcode + ":" + content;
        } catch (EOFException | SocketException ended) {
            return "end";
        }
    }

    /** Everything up to the end of the connection. */
    List<String> rest() throws IOException {
        List<String> all = new ArrayList<>();
        for (String next = next(); !next.equals("end"); next = next()) {
            all.add(next);
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
