package io.agentbridge.gateway.codec;

import io.agentbridge.engine.input.Report;

/** The types of report; the journal's names are the lower-case ones. */
enum ReportType {
    AGENT_LAUNCHED,
    AGENT_READY,
    PROMPT_DELIVERED,
    PROMPT_PROGRESSED,
    PROMPT_FINISHED,
    PERMISSION_ASKED,
    PERMISSION_WITHDRAWN,
    AGENT_EXITED;

    static ReportType of(Report report) {
        return switch (report) {
            case Report.AgentLaunched _ -> AGENT_LAUNCHED;
            case Report.AgentReady _ -> AGENT_READY;
            case Report.PromptDelivered _ -> PROMPT_DELIVERED;
            case Report.PromptProgressed _ -> PROMPT_PROGRESSED;
            case Report.PromptFinished _ -> PROMPT_FINISHED;
            case Report.PermissionAsked _ -> PERMISSION_ASKED;
            case Report.PermissionWithdrawn _ -> PERMISSION_WITHDRAWN;
            case Report.AgentExited _ -> AGENT_EXITED;
        };
    }
}
