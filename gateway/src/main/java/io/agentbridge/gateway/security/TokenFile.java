package io.agentbridge.gateway.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * The secret that lets a client in: 256 random bits in a file that only its owner can read (0600, in a directory 0700). The file is
 * made under another name and moved into place, so nobody ever sees half of it; a symbolic link in its place is refused.
 */
public final class TokenFile {
    private static final int TOKEN_BYTES = 32;
    private static final int MAX_FILE_BYTES = 1024;
    private static final Set<PosixFilePermission> PRIVATE_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private final Path path;
    private final byte[] token;

    private TokenFile(Path path, byte[] token) {
        this.path = path;
        this.token = token;
    }

    /** Reads the token, or makes one when there is none. An IOException says what is wrong with the file and how to mend it. */
    public static TokenFile openOrCreate(Path path) throws IOException {
        Path directory = directoryOf(path);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return create(path, directory);
        }
        return open(path);
    }

    /** Makes another token in place of the one there; clients with the old one are refused from the next start on. */
    public static TokenFile rotate(Path path) throws IOException {
        Path directory = directoryOf(path);
        if (Files.isSymbolicLink(path)) {
            throw new IOException(path + " is a symbolic link; remove it, the token file must be a plain file");
        }
        return create(path, directory);
    }

    /** The token itself, to be shown once to the user who started the server; never log it. */
    public String token() {
        return new String(token, StandardCharsets.US_ASCII);
    }

    /** Whether this is the token, in a time that does not tell how much of it is right. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(token, candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "TokenFile[" + path + "]";
    }

    private static Path directoryOf(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(path + " cannot be a token file: it has no directory");
        }
        if (!Files.exists(directory)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PRIVATE_DIRECTORY));
        }
        if (Files.getPosixFilePermissions(directory).stream().anyMatch(OTHERS::contains)) {
            throw new IOException(
                    "others may look into " + directory + ", where the token is kept; run: chmod 700 " + directory);
        }
        return directory;
    }

    private static TokenFile create(Path path, Path directory) throws IOException {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        byte[] token = Base64.getUrlEncoder().withoutPadding().encode(random);
        Path made = directory.resolve(
                path.getFileName() + ".making-" + ProcessHandle.current().pid());
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel file = FileChannel.open(made, options, PosixFilePermissions.asFileAttribute(PRIVATE_FILE))) {
            ByteBuffer bytes = ByteBuffer.allocate(token.length + 1)
                    .put(token)
                    .put((byte) '\n')
                    .flip();
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        } catch (FileAlreadyExistsException left) {
            throw new IOException(made + " is in the way, left by a start that was cut off; remove it", left);
        }
        Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
        return new TokenFile(path, token);
    }

    private static TokenFile open(Path path) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException(path + " is not a plain file; remove it, the server then makes a token");
        }
        if (attributes.permissions().stream().anyMatch(OTHERS::contains)) {
            throw new IOException("others may read the token in " + path + "; remove the file, the server then makes"
                    + " another token");
        }
        ByteBuffer bytes = ByteBuffer.allocate(MAX_FILE_BYTES);
        try (FileChannel file = FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {
                // until the end
            }
        }
        String token = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        if (!token.matches("[A-Za-z0-9_-]{43,128}")) {
            throw new IOException(path + " holds no token of 256 bits; remove it, the server then makes one");
        }
        return new TokenFile(path, token.getBytes(StandardCharsets.US_ASCII));
    }
}
