package io.agentbridge.gateway.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * A file as it is sent, in memory.
 *
 * @param type its media type
 * @param tag a strong entity tag (RFC 9110, section 8.8.3), the hash of its content
 * @param packed with gzip; the content itself where that gains nothing
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Handed from the room that reads it to the one socket writer; nobody compares it.
record StaticFile(String type, String tag, byte[] content, byte[] packed) {
    static StaticFile of(String name, byte[] content) throws IOException {
        byte[] packed = gzip(content);
        return new StaticFile(
                typeOf(name), '"' + hash(content) + '"', content, packed.length < content.length ? packed : content);
    }

    boolean isPacked() {
        return packed.length < content.length;
    }

    private static String typeOf(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "html" -> "text/html; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "woff2" -> "font/woff2";
            case "png" -> "image/png";
            case "json" -> "application/json";
            default -> "application/octet-stream";
        };
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(content.length / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
