package io.agentbridge.agents.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The files of one incarnation of an agent, in the agent's own folder.
 *
 * @param folder the agent's own folder
 * @param incarnation which start of the agent, from 1
 */
public record AgentFiles(Path folder, int incarnation) {
    /** Checks the incarnation. */
    public AgentFiles {
        if (incarnation < 1) {
            throw new IllegalArgumentException("An incarnation counts from 1: " + incarnation);
        }
        folder = folder.toAbsolutePath();
    }

    /** The named pipe that is the process's input. */
    public Path input() {
        return folder.resolve("input-" + incarnation);
    }

    /** What it wrote to its standard output. */
    public Path output() {
        return folder.resolve("output-" + incarnation);
    }

    /** What it wrote to its standard error. */
    public Path errors() {
        return folder.resolve("errors-" + incarnation);
    }

    /** Text for its system prompt. */
    public Path systemPrompt() {
        return folder.resolve("system-prompt-" + incarnation);
    }

    /** The session that it was started with. */
    public Path session() {
        return folder.resolve("session-" + incarnation);
    }

    /** Its folder for temporary files. */
    public Path temporary() {
        return folder.resolve("tmp");
    }

    /** What every process that this incarnation started bears in its environment, unique on this machine. */
    public String marker() {
        return markerPrefix() + incarnation;
    }

    /** How the markers of all incarnations of this agent begin. */
    public String markerPrefix() {
        return folder + "#";
    }

    /** Creates the folders, for the owner alone, and the empty output. A file that was left by an earlier try is emptied. */
    public void create() throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        if (!Files.isDirectory(temporary())) {
            Files.createDirectory(temporary(), ownerOnly);
        }
        Files.deleteIfExists(input());
        Files.write(output(), new byte[0]);
        Files.write(errors(), new byte[0]);
    }
}
