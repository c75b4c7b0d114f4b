package io.agentbridge.agents.claude;

import io.agentbridge.agents.AgentListener;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.ProgressKind;

/** Hears what an earlier server has reported already, while a session reads itself in. */
final class SilentListener implements AgentListener {
    @Override
    public void launched(OutputPosition position, ProcessIdentity process) {}

    @Override
    public void ready(OutputPosition position, String sessionId, String version) {}

    @Override
    public void delivered(OutputPosition position, String promptId) {}

    @Override
    public void delta(String promptId, ProgressKind kind, String text) {}

    @Override
    public void progressed(OutputPosition position, String promptId, ProgressKind kind, String content) {}

    @Override
    public void finished(OutputPosition position, String promptId, PromptOutcome outcome) {}

    @Override
    public void permissionAsked(
            OutputPosition position,
            String promptId,
            String permissionId,
            String toolName,
            String input,
            String description,
            String suggestions) {}

    @Override
    public void permissionWithdrawn(OutputPosition position, String permissionId) {}

    @Override
    public void exited(OutputPosition position, boolean promptLost, FailureClass failure, String error) {}
}
