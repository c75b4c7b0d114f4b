package io.agentbridge.gateway.codec;

import io.agentbridge.engine.input.Notice;

/** The types of notice; the journal's names are the lower-case ones. */
enum NoticeType {
    SERVER_STARTED,
    DEADLINE_REACHED;

    static NoticeType of(Notice notice) {
        return switch (notice) {
            case Notice.ServerStarted _ -> SERVER_STARTED;
            case Notice.DeadlineReached _ -> DEADLINE_REACHED;
        };
    }
}
