package io.agentbridge.gateway.configuration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** The secret by which clients of a server with token authentication are known, in a file that its owner alone can read. */
public final class AccessToken {
    private static final int SECRET_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");

    private AccessToken() {}

    /**
     * The token in a file, made if there is none.
     *
     * @throws IOException if it cannot be read or made, or others than its owner may read it
     */
    public static String readOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            try {
                write(file, false);
            } catch (FileAlreadyExistsException e) {
                // Another process was faster; its token counts.
                return read(file);
            }
        }
        return read(file);
    }

    /** Puts another token in its place; the earlier one is refused from the server's next start on. */
    public static String rotate(Path file) throws IOException {
        write(file, true);
        return read(file);
    }

    private static String read(Path file) throws IOException {
        Set<PosixFilePermission> excess = EnumSet.noneOf(PosixFilePermission.class);
        excess.addAll(Files.getPosixFilePermissions(file));
        excess.removeAll(OWNER_FILE);
        if (!excess.isEmpty()) {
            throw new IOException("Others may use the token in " + file + "; run: chmod 600 " + file
                    + ", and make another by: agent-bridge token --rotate");
        }
        String token = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (token.length() < SECRET_BYTES) {
            throw new IOException(
                    "The token in " + file + " is too short; make another by: agent-bridge token --rotate");
        }
        return token;
    }

    private static void write(Path file, boolean replace) throws IOException {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no place for a token");
        }
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
        Path temporary =
                Files.createTempFile(folder, "token", ".part", PosixFilePermissions.asFileAttribute(OWNER_FILE));
        try {
            Files.writeString(temporary, token + "\n", StandardCharsets.US_ASCII);
            if (replace) {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.createLink(file, temporary);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
