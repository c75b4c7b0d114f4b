package io.agentbridge.agents.claude;

import io.agentbridge.agents.AgentListener;
import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.AgentSpec;
import io.agentbridge.agents.process.ProcessSupervisor;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.ProgressKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server of its own process that runs one agent, tells of it on its standard output, and is killed by the test. */
public final class HostProgram {
    private HostProgram() {}

    /** Arguments: folder, address of the model, prompt id, prompt. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        Path home = Files.createDirectories(folder.resolve("home"));
        ProcessSupervisor supervisor = RealClaude.supervisor(folder);
        AgentSpec spec = RealClaude.spec(folder, "");
        ClaudeConfiguration configuration = RealClaude.configuration(arguments[1], home, 0);
        AgentSession session = RealClaude.backend(configuration, supervisor).start(spec, new Teller());
        session.prompt(arguments[2], arguments[3]);
        Thread.sleep(Long.MAX_VALUE);
    }

    /** One line a call: its name, the end offset, and what matters of it. */
    private static final class Teller implements AgentListener {
        private static void tell(String call, OutputPosition position, Object what) {
            System.out.println(call + " " + position.endOffset() + " " + what);
            System.out.flush();
        }

        @Override
        public void launched(OutputPosition position, ProcessIdentity process) {
            tell("launched", position, process.pid() + " " + process.startTime() + " " + process.bootId());
        }

        @Override
        public void ready(OutputPosition position, String sessionId, String version) {
            tell("ready", position, sessionId);
        }

        @Override
        public void delivered(OutputPosition position, String promptId) {
            tell("delivered", position, promptId);
        }

        @Override
        public void delta(String promptId, ProgressKind kind, String text) {}

        @Override
        public void progressed(OutputPosition position, String promptId, ProgressKind kind, String content) {
            tell("progressed", position, content);
        }

        @Override
        public void finished(OutputPosition position, String promptId, PromptOutcome outcome) {
            tell("finished", position, outcome);
        }

        @Override
        public void permissionAsked(
                OutputPosition position,
                String promptId,
                String permissionId,
                String toolName,
                String input,
                String description,
                String suggestions) {
            tell("asked", position, permissionId);
        }

        @Override
        public void permissionWithdrawn(OutputPosition position, String permissionId) {
            tell("withdrawn", position, permissionId);
        }

        @Override
        public void exited(OutputPosition position, boolean promptLost, FailureClass failure, String error) {
            tell("exited", position, error);
        }
    }

    /** Starts one. */
    static Process start(Path folder, String modelUrl, String promptId, String prompt) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Xmx128m",
                        HostProgram.class.getName(),
                        folder.toString(),
                        modelUrl,
                        promptId,
                        prompt)
                .redirectError(folder.resolve("host-errors").toFile())
                .start();
    }
}
