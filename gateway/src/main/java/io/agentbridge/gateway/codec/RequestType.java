package io.agentbridge.gateway.codec;

import io.agentbridge.engine.input.Request;

/** The types of request; the journal's names are the lower-case ones. */
enum RequestType {
    CREATE_AGENT,
    STOP_AGENT,
    EXECUTE_COMMAND,
    CANCEL_COMMAND,
    ASSIGN_TASK,
    CANCEL_TASK,
    RELAY_MESSAGE,
    RESPOND_APPROVAL,
    REPORT_METRIC;

    static RequestType of(Request request) {
        return switch (request) {
            case Request.CreateAgent _ -> CREATE_AGENT;
            case Request.StopAgent _ -> STOP_AGENT;
            case Request.ExecuteCommand _ -> EXECUTE_COMMAND;
            case Request.CancelCommand _ -> CANCEL_COMMAND;
            case Request.AssignTask _ -> ASSIGN_TASK;
            case Request.CancelTask _ -> CANCEL_TASK;
            case Request.RelayMessage _ -> RELAY_MESSAGE;
            case Request.RespondApproval _ -> RESPOND_APPROVAL;
            case Request.ReportMetric _ -> REPORT_METRIC;
        };
    }
}
