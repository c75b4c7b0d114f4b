package io.agentbridge.gateway.command;

import io.agentbridge.gateway.security.TokenFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code token}: shows or replaces the secret of a server with token authentication. */
@Command(
        name = "token",
        header = "Print the access token, or make another.",
        description = {
            "",
            "Prints the token that clients of a server with --auth=token send, and makes one if there is none. It stands in"
                    + " DIR/token, which its owner alone can read.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  agent-bridge token             print it",
            "  agent-bridge token --rotate    replace it; restart the server to have the earlier one refused"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:printed",
            "1:the file cannot be read or written; standard error says why",
            "2:the command line is wrong"
        })
public final class TokenCommand implements Callable<Integer> {
    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    @Option(names = "--rotate", description = "Make another token, and print that.")
    private boolean rotate;

    private final PrintStream out;
    private final PrintStream errors;

    public TokenCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        Path file = data.folder().token();
        try {
            out.println((rotate ? TokenFile.rotate(file) : TokenFile.openOrCreate(file)).token());
            return ExitCode.OK;
        } catch (IOException | UnsupportedOperationException e) {
            errors.println("The token cannot be had: " + e.getMessage());
            return ExitCode.FAILURE;
        }
    }
}
