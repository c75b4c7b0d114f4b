package io.agentbridge.gateway.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
    @TempDir
    private Path directory;

    private Path folder() {
        return directory.resolve("private");
    }

    private Path file() {
        return folder().resolve("token");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void a_token_is_made_once_private_and_256_bits_long() throws Exception {
        TokenFile made = TokenFile.openOrCreate(file());
        assertEquals(43, made.token().length());
        assertEquals("rw-------", mode(file()));
        assertEquals("rwx------", mode(folder()));
        try (Stream<Path> files = Files.list(folder())) {
            assertEquals(1, files.count(), "nothing else is left there");
        }
        assertEquals(made.token(), TokenFile.openOrCreate(file()).token());
        assertNotEquals(made.token(), TokenFile.rotate(file()).token());
        assertFalse(made.toString().contains(made.token()));
    }

    @Test
    void only_the_whole_token_matches() throws Exception {
        TokenFile made = TokenFile.openOrCreate(file());
        assertTrue(made.matches(made.token()));
        for (String other :
                new String[] {"", "x", made.token() + "x", made.token().substring(1), made.token() + "\n", "ä"}) {
            assertFalse(made.matches(other), other);
        }
    }

    @Test
    void a_link_a_directory_or_an_open_file_in_its_place_is_refused() throws Exception {
        TokenFile.openOrCreate(file());
        Path secret = directory.resolve("secret");
        Files.move(file(), secret);
        Files.createSymbolicLink(file(), secret);
        assertThrows(IOException.class, () -> TokenFile.openOrCreate(file()));
        assertThrows(IOException.class, () -> TokenFile.rotate(file()));
        Files.delete(file());
        Files.createSymbolicLink(file(), directory.resolve("dangling"));
        assertThrows(IOException.class, () -> TokenFile.openOrCreate(file()));
        assertFalse(Files.exists(directory.resolve("dangling")), "nothing was written through the link");
        Files.delete(file());
        Files.createDirectory(file());
        assertThrows(IOException.class, () -> TokenFile.openOrCreate(file()));
        Files.delete(file());
        Files.copy(secret, file());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        IOException open = assertThrows(IOException.class, () -> TokenFile.openOrCreate(file()));
        assertTrue(open.toString().contains("remove the file"), open.toString());
    }

    @Test
    void a_directory_open_to_others_and_a_file_without_a_token_are_refused() throws Exception {
        TokenFile.openOrCreate(file());
        Files.writeString(file(), "hunter2\n");
        assertThrows(IOException.class, () -> TokenFile.openOrCreate(file()));
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        IOException refused = assertThrows(IOException.class, () -> TokenFile.rotate(file()));
        assertTrue(refused.toString().contains("chmod 700"), refused.toString());
    }
}
