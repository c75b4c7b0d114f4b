package io.agentbridge.agents.process;

/**
 * How a process ended.
 *
 * @param code its exit code, {@link #UNKNOWN_CODE} if this server is not the one that started it
 * @param errors the end of what it wrote to standard error
 */
public record ProcessExit(int code, String errors) {
    /** The exit code of a process that was taken over is not to be had. */
    public static final int UNKNOWN_CODE = -1;
}
