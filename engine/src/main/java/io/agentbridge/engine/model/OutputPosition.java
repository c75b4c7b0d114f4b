package io.agentbridge.engine.model;

/**
 * How far an agent's output has been taken into the log.
 *
 * @param incarnation which start of the agent's process, from 1; 0 for none
 * @param endOffset bytes of its output consumed, including the line that this stands for
 */
public record OutputPosition(int incarnation, long endOffset) {
    /** Nothing was read. */
    public static final OutputPosition NONE = new OutputPosition(0, 0);
}
