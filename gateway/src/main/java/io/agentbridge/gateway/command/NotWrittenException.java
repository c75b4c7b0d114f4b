package io.agentbridge.gateway.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** What was read could not be written; the message says where and why. */
final class NotWrittenException extends IOException {
    private static final long serialVersionUID = 1;

    NotWrittenException(Path where, IOException cause) {
        super("Cannot write to " + where + ": " + reason(cause), cause);
    }

    NotWrittenException(String message) {
        super(message);
    }

    /** The file system's exceptions have a path for their message. */
    private static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> "its folder does not exist";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it is a file, not a folder";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        };
    }
}
