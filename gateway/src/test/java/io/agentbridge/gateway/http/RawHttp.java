package io.agentbridge.gateway.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Sends exactly these bytes and reads what comes back. */
final class RawHttp {
    private RawHttp() {}

    /** The head of the answer and what follows it of its body; empty when the server hung up without a word. */
    static String exchange(int port, String request) throws IOException {
        return exchange("127.0.0.1", port, request);
    }

    static String exchange(String address, int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral(address), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            try {
                int count = 0;
                while (count >= 0 && !isComplete(answer)) {
                    count = in.read(buffer);
                    answer.write(buffer, 0, Math.max(0, count));
                }
            } catch (SocketException | SocketTimeoutException ended) {
                // What came until then is the answer.
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    private static boolean isComplete(ByteArrayOutputStream answer) {
        String text = answer.toString(StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        if (text.startsWith("HTTP/1.1 101 ")) {
            return true;
        }
        int at = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
        if (at < 0 || at > end) {
            return false;
        }
        int length = Integer.parseInt(text.substring(at + 16, text.indexOf("\r\n", at)));
        return text.substring(end + 4).getBytes(StandardCharsets.UTF_8).length >= length;
    }

    static int status(String answer) {
        return answer.startsWith("HTTP/1.") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }
}
