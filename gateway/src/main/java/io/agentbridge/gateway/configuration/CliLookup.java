package io.agentbridge.gateway.configuration;

import java.io.IOException;
import java.nio.file.Path;

/** Finds the program of a backend on this machine. */
@FunctionalInterface
public interface CliLookup {
    /** A program that can be used. */
    record Cli(Path path, String version) {}

    /**
     * Finds it and asks it for its version.
     *
     * @param configuredPath of the program, or empty to search
     * @param searchPath folders to search, as in PATH
     * @throws IOException if there is none that can be used; the message says why and what to do
     */
    Cli find(String configuredPath, String searchPath) throws IOException;
}
