package io.agentbridge.gateway.command;

/** What the program's exit status says; part of its interface. */
public final class ExitCode {
    public static final int OK = 0;
    /** Something did not work; a message says what. */
    public static final int FAILURE = 1;
    /** The command line or the configuration is wrong. */
    public static final int USAGE = 2;
    /** A journal does not replay to what it recorded. */
    public static final int REPLAY_MISMATCH = 5;
    /** A journal, or what belongs to it, is not what was written. */
    public static final int DAMAGED = 7;

    /** What is asked about was deleted on purpose, so there is no telling. */
    public static final int DELETED = 8;

    private ExitCode() {}
}
