package io.agentbridge.engine.model;

/**
 * What identifies a process beyond the reuse of its number.
 *
 * @param pid process number, 0 if the agent has no process of its own, -1 if that has ended
 * @param startTime the kernel's start time of the process, in clock ticks since boot
 * @param bootId the boot that {@code startTime} counts from
 */
public record ProcessIdentity(long pid, long startTime, String bootId) {
    /** No process. */
    public static final ProcessIdentity NONE = new ProcessIdentity(0, 0, "");

    /** That of an agent that is being stopped and whose process has ended, while what waited for it is still dealt with. */
    public static final ProcessIdentity ENDED = new ProcessIdentity(-1, 0, "");
}
