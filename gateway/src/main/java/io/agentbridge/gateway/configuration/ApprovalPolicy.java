package io.agentbridge.gateway.configuration;

import io.agentbridge.engine.model.ApprovalDecision;
import java.util.List;

/**
 * What is answered to an agent that asks for a permission, by the name of the tool. A pattern is a name in which {@code *} stands
 * for anything.
 *
 * @param deny patterns of tools that are denied, before all else
 * @param allow patterns of tools that are allowed
 * @param otherwise for all other tools: NONE to ask people, else the answer
 */
public record ApprovalPolicy(List<String> deny, List<String> allow, ApprovalDecision otherwise) {
    /** Ask people about everything. */
    public static final ApprovalPolicy ASK = new ApprovalPolicy(List.of(), List.of(), ApprovalDecision.NONE);

    public ApprovalPolicy {
        deny = List.copyOf(deny);
        allow = List.copyOf(allow);
    }

    /** The answer for a tool; {@link ApprovalDecision#NONE} to ask people. */
    public ApprovalDecision ruling(String toolName) {
        if (deny.stream().anyMatch(pattern -> matches(pattern, toolName))) {
            return ApprovalDecision.DENY;
        }
        if (allow.stream().anyMatch(pattern -> matches(pattern, toolName))) {
            return ApprovalDecision.ALLOW;
        }
        return otherwise;
    }

    /** Linear in the name for each star, without a regular expression that a pattern could make slow. */
    private static boolean matches(String pattern, String name) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(name);
        }
        if (!name.startsWith(pattern.substring(0, star))) {
            return false;
        }
        String[] parts = pattern.substring(star + 1).split("\\*", -1);
        int position = star;
        for (int i = 0; i < parts.length - 1; i++) {
            int found = name.indexOf(parts[i], position);
            if (found < 0) {
                return false;
            }
            position = found + parts[i].length();
        }
        String last = parts[parts.length - 1];
        return name.length() - last.length() >= position && name.endsWith(last);
    }
}
