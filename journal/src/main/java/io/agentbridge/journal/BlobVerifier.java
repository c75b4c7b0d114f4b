package io.agentbridge.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Holds stored bodies to their names, reading in pieces. Changes nothing. */
public final class BlobVerifier {
    private static final int PIECE_BYTES = 1 << 16;

    private BlobVerifier() {}

    /**
     * What is wrong with the body {@code hash} of the store in {@code directory}; empty if nothing.
     *
     * @throws IOException if this program may not read it, which says nothing of the body
     * @throws IllegalArgumentException if that is no name of a body
     */
    public static String problem(Path directory, String hash) throws IOException {
        Path file = BlobStore.file(directory, hash);
        MessageDigest digest = BlobStore.sha256();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE_BYTES];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                digest.update(piece, 0, read);
                bytes += read;
            }
        } catch (NoSuchFileException e) {
            return file + " is missing";
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            return file + " cannot be read: " + e.getMessage();
        }
        return HexFormat.of().formatHex(digest.digest()).equals(hash)
                ? ""
                : file + " (" + bytes + " bytes) does not hold what was stored under its name";
    }
}
