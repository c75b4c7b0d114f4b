package io.agentbridge.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Large bodies, each in a file named by the SHA-256 of its bytes: the same body is stored once, and a damaged one is noticed.
 * Readable by the owner only. Thread-safe; meant for I/O threads, never for the one that appends to the journal.
 */
public final class BlobStore {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final String DRAFTS = "drafts";

    private final Path directory;
    private final Durability durability;
    private final int maxBytes;
    private final LongSupplier clockMillis;
    private final long reserveBytes;
    private final AtomicLong drafts = new AtomicLong();
    /** Held for writing while a body is deleted, so that nobody is just told that it is there. */
    private final ReadWriteLock deletion = new ReentrantReadWriteLock();

    private BlobStore(
            Path directory, Durability durability, int maxBytes, LongSupplier clockMillis, long reserveBytes) {
        this.directory = directory;
        this.durability = durability;
        this.maxBytes = maxBytes;
        this.clockMillis = clockMillis;
        this.reserveBytes = reserveBytes;
    }

    /**
     * Opens or makes a store. One process at a time may write to it, the owner of the journal beside it: drafts that a dead
     * one has left are deleted.
     *
     * @param maxBytes the largest body it takes or gives
     */
    public static BlobStore open(Path directory, Durability durability, int maxBytes) throws IOException {
        return open(directory, durability, maxBytes, System::currentTimeMillis, 0);
    }

    /**
     * The same, by another clock.
     *
     * @param clockMillis the time that a body was stored last is kept by it, in ms since 1970; never behind the newest record of
     *     the journal beside it. Any thread.
     * @param reserveBytes free space on the disk that storing leaves alone
     */
    public static BlobStore open(
            Path directory, Durability durability, int maxBytes, LongSupplier clockMillis, long reserveBytes)
            throws IOException {
        Path drafts = directory.resolve(DRAFTS);
        Disk.makeDirectory(drafts);
        try (var left = Files.newDirectoryStream(drafts)) {
            for (Path draft : left) {
                Files.delete(draft);
            }
        }
        return new BlobStore(directory, durability, maxBytes, clockMillis, reserveBytes);
    }

    /** A store to read from only, whether or not a process is writing to it. Takes and gives bodies of any size. */
    public static BlobStore readOnly(Path directory) {
        return new BlobStore(directory, Durability.OS, Integer.MAX_VALUE, System::currentTimeMillis, 0);
    }

    /**
     * Stores a body; at {@link Durability#DISK} it survives a power cut when this returns. Storing it again costs a hash and a
     * comparison of its length.
     *
     * @throws IllegalArgumentException if it is larger than the store takes
     * @throws JournalFullException if the free-space reserve is reached; nothing was written
     */
    public Blob put(byte[] bytes, int offset, int length) throws IOException {
        if (length > maxBytes) {
            throw new IllegalArgumentException("A body of " + length + " bytes is too large: at most " + maxBytes);
        }
        MessageDigest digest = sha256();
        digest.update(bytes, offset, length);
        String hash = HexFormat.of().formatHex(digest.digest());
        Path file = file(hash);
        deletion.readLock().lock();
        try {
            if (!holds(file, length)) {
                store(bytes, offset, length, hash, file);
            }
        } finally {
            deletion.readLock().unlock();
        }
        return new Blob(hash, length);
    }

    private void store(byte[] bytes, int offset, int length, String hash, Path file) throws IOException {
        requireSpace(length);
        Path shelf = Disk.directoryOf(file);
        Disk.makeDirectory(shelf);
        Path draft = directory.resolve(DRAFTS).resolve(hash + "." + drafts.incrementAndGet());
        try {
            Disk.write(draft, ByteBuffer.wrap(bytes, offset, length), Durability.OS);
            stamp(draft);
            if (durability == Durability.DISK) {
                Disk.force(draft);
            }
            // Whoever comes first: the bytes are the same.
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
        if (durability == Durability.DISK) {
            Disk.force(shelf);
        }
    }

    private void requireSpace(int length) throws IOException {
        if (reserveBytes == 0) {
            return;
        }
        long usable = Files.getFileStore(directory).getUsableSpace();
        if (usable < reserveBytes + length) {
            throw new JournalFullException("The disk of " + directory + " has " + (usable >> 20)
                    + " MiB left, of which " + (reserveBytes >> 20) + " MiB are kept in reserve. A text of " + length
                    + " bytes was not stored; free some space.");
        }
    }

    /** Says when it was stored last, for {@link #deleteUnless}. */
    private void stamp(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(clockMillis.getAsLong()));
    }

    /** A body that somebody else is just storing may not be durable yet, so at that level its name is forced once more. */
    private boolean holds(Path file, long length) throws IOException {
        try {
            if (Files.size(file) != length) {
                return false;
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        stamp(file);
        if (durability == Durability.DISK) {
            Disk.force(file);
            Disk.force(Disk.directoryOf(file));
        }
        return true;
    }

    /** Whether a body of this name is stored; its bytes are not looked at. */
    public boolean contains(String hash) {
        return Files.isRegularFile(file(hash));
    }

    /**
     * The whole body, its hash checked.
     *
     * @throws NoSuchFileException if there is none
     * @throws CorruptJournalException if its bytes are not what was stored
     */
    public byte[] read(String hash) throws IOException {
        Path file = file(hash);
        long size = Files.size(file);
        if (size > maxBytes) {
            throw new CorruptJournalException(
                    "The blob " + file + " has " + size + " bytes, more than the " + maxBytes + " that are allowed");
        }
        byte[] bytes = Files.readAllBytes(file);
        if (!HexFormat.of().formatHex(sha256().digest(bytes)).equals(hash)) {
            throw new CorruptJournalException("The blob " + file + " (" + bytes.length
                    + " bytes) does not hold what was stored under its name; restore it from a backup");
        }
        return bytes;
    }

    /**
     * Opens a body for reading in pieces. Its hash is not checked: for the transfer of what {@link #read} or a verification has
     * found good.
     *
     * @throws NoSuchFileException if there is none
     */
    public InputStream open(String hash) throws IOException {
        return Files.newInputStream(file(hash));
    }

    /**
     * Deletes the bodies that nobody needs: stored, and stored again, only before {@code beforeMillis}, and not {@code needed}.
     *
     * @param beforeMillis by the store's clock, ms since 1970
     * @param needed says of a hash whether something refers to it
     * @return how many were deleted
     */
    public long deleteUnless(long beforeMillis, Predicate<String> needed) throws IOException {
        long deleted = 0;
        try (var shelves = Files.newDirectoryStream(directory, "[0-9a-f][0-9a-f]")) {
            for (Path shelf : shelves) {
                deleted += deleteUnless(shelf, beforeMillis, needed);
            }
        }
        return deleted;
    }

    private long deleteUnless(Path shelf, long beforeMillis, Predicate<String> needed) throws IOException {
        long deleted = 0;
        try (var files = Files.newDirectoryStream(shelf)) {
            for (Path file : files) {
                String hash = shelf.getFileName().toString() + file.getFileName();
                if (HASH.matcher(hash).matches() && !needed.test(hash)) {
                    deletion.writeLock().lock();
                    try {
                        if (Files.getLastModifiedTime(file).toMillis() < beforeMillis) {
                            Files.delete(file);
                            deleted++;
                        }
                    } finally {
                        deletion.writeLock().unlock();
                    }
                }
            }
        }
        return deleted;
    }

    private Path file(String hash) {
        return file(directory, hash);
    }

    /** Whether that is the name of a body: 64 lower-case hexadecimal digits. */
    static boolean isName(String hash) {
        return HASH.matcher(hash).matches();
    }

    /** Where a store in {@code directory} keeps a body. */
    static Path file(Path directory, String hash) {
        if (!isName(hash)) {
            throw new IllegalArgumentException("Not the name of a blob (64 lower-case hexadecimal digits): "
                    + hash.substring(0, Math.min(hash.length(), 80)));
        }
        return directory.resolve(hash.substring(0, 2)).resolve(hash.substring(2));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
