package io.agentbridge.agents.process;

/** What follows a process's output. Every call comes from the process's one follower thread, in order, and may block. */
public interface OutputHandler {
    /** The process runs; the first call. */
    void begun();

    /** It wrote a line, given without its line feed. */
    void line(long endOffset, byte[] line);

    /** It wrote a line that is longer than is taken. */
    void skipped(long endOffset, long bytes);

    /**
     * There is no output to read now, or the time asked for has come.
     *
     * @return after how many milliseconds to call again at the latest
     */
    long idle();

    /** The process and all that it started are gone and its output is read; the last call. */
    void ended(long endOffset, ProcessExit exit);
}
