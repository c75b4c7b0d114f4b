package io.agentbridge.client.conformance;

import io.agentbridge.client.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads what is to be done, a line of JSON each, and tells what comes of it. */
public final class Driver {
    private final PrintStream output = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    private final Map<String, DrivenClient> clients = new HashMap<>();

    private Driver() {}

    /** Until the input ends. */
    public static void main(String[] arguments) throws IOException {
        Driver driver = new Driver();
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                driver.carryOut(JsonObject.parse(line));
            }
        }
        System.exit(0);
    }

    private void carryOut(JsonObject line) {
        String name = line.text("client");
        DrivenClient client = clients.computeIfAbsent(name, _ -> new DrivenClient(name, this::tell));
        long call = line.whole("id");
        JsonObject about = JsonObject.EMPTY.with("id", call);
        var _ = begin(client, call, line)
                .whenComplete((answer, error) ->
                        tell(error == null ? about.with("answer", answer) : about.with("error", Told.failure(error))));
    }

    /** A method that refuses at once fails like one that does later. */
    private static CompletableFuture<JsonObject> begin(DrivenClient client, long call, JsonObject line) {
        try {
            return client.carryOut(call, line.text("do"), line.object("with"));
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private synchronized void tell(JsonObject line) {
        output.println(line);
        output.flush();
    }
}
