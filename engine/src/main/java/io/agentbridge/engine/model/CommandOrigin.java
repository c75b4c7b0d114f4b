package io.agentbridge.engine.model;

/** Why a prompt is given to an agent; every prompt is a command, whatever its origin. */
public enum CommandOrigin {
    /** A client asked for it. */
    CLIENT,
    /** An attempt of a task; the command's {@code originId} is the task's id. */
    TASK,
    /** A message relayed from another agent; the command's {@code originId} is that agent's id, its parameters the
     * message's details. */
    MESSAGE
}
