package io.agentbridge.gateway;

import io.agentbridge.gateway.command.ExitCode;
import io.agentbridge.gateway.command.HelpOption;
import io.agentbridge.gateway.configuration.Configuration;
import io.agentbridge.gateway.configuration.ConfigurationException;
import io.agentbridge.gateway.configuration.ConfigurationOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a server until it is told to stop, or cannot go on. */
@Command(
        name = "run",
        description = "Starts the server. Stop it with Ctrl-C or SIGTERM: agents end, the journal is sealed.",
        footer = {
            "",
            "Each option can also stand in the environment (--port as AGENT_BRIDGE_PORT) or in the configuration file"
                    + " (port = 8765); the command line counts before the environment, that before the file.",
            "",
            "Examples:",
            "  agent-bridge run                                     the usual",
            "  agent-bridge run --port 8766 --data /tmp/second      a second one beside it",
            "  agent-bridge run --backend echo --durability os      to try things out",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped in order",
            "1:it could not start, or could not go on; standard error says why",
            "2:the command line, the environment or the configuration file is wrong",
            "130:stopped by Ctrl-C",
            "143:stopped by SIGTERM"
        })
final class RunCommand implements Callable<Integer> {
    /** After a failure: how long queries are still answered from what is durable. */
    private static final long LAST_ANSWERS_SECONDS = 60;

    @Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    private final PrintStream out;
    private final PrintStream errors;
    private final CountDownLatch failed = new CountDownLatch(1);

    RunCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration;
        try {
            configuration = options.configuration();
        } catch (ConfigurationException wrong) {
            errors.println(wrong.getMessage());
            return ExitCode.USAGE;
        }
        try (Server server = Server.start(configuration, Version.TEXT, this::fail)) {
            Thread closing = new Thread(() -> stop(server), "stop");
            Runtime.getRuntime().addShutdownHook(closing);
            server.description().forEach(out::println);
            out.flush();
            failed.await();
            // A failed server still answers queries for a while, so that clients can see where it stands.
            TimeUnit.SECONDS.sleep(LAST_ANSWERS_SECONDS);
        } catch (IOException refused) {
            errors.println("agent-bridge cannot run: " + refused.getMessage());
        }
        return ExitCode.FAILURE;
    }

    private void fail(Throwable failure) {
        System.getLogger(RunCommand.class.getName())
                .log(
                        System.Logger.Level.ERROR,
                        "the server cannot go on; nothing is accepted any more, and it ends in " + LAST_ANSWERS_SECONDS
                                + " s. What was acknowledged is in the journal.",
                        failure);
        failed.countDown();
    }

    private void stop(Server server) {
        try {
            server.close();
        } catch (IOException unclean) {
            errors.println(unclean.getMessage());
        }
    }
}
