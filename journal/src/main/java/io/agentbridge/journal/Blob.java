package io.agentbridge.journal;

/**
 * Names a body in a {@link BlobStore}.
 *
 * @param hash SHA-256 of its bytes, 64 lower-case hexadecimal digits
 * @param bytes its length
 */
public record Blob(String hash, long bytes) {}
