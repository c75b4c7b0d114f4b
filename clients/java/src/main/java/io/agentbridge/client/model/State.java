package io.agentbridge.client.model;

import java.util.List;

/**
 * Everything that the server knows at one place of its history.
 *
 * @param sequence the last event that it contains
 * @param agents all agents
 * @param tasks all tasks
 * @param commands those that it still knows
 * @param approvals all open ones
 */
public record State(
        long sequence, List<Agent> agents, List<Task> tasks, List<Command> commands, List<Approval> approvals) {}
