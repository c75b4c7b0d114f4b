package io.agentbridge.agents.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Starts a process that outlives this server. A small shell, whose text is fixed, gives it its own session, its pipe, its
 * files and its lease keeper and then becomes the process, which so keeps the shell's number.
 *
 * <p>The pipe gets its name only when the process holds it open, for reading and writing: it never sees an end of input, and
 * writers come and go. The keeper belongs to the process's session and group. It ends the group when the lease file has not
 * changed for a number of looks; counting looks instead of reading clocks makes it safe against set clocks and suspended
 * machines.
 */
final class Launcher {
    private static final String SCRIPT = """
            kind=$1 input=$2 output=$3 errors=$4 lease=$5 pause=$6 looks=$7
            shift 7
            exec 2>>"$errors" || exit 126
            case $kind in
              pipe) mkfifo -m 600 "$input.opening" && exec 0<>"$input.opening" && mv "$input.opening" "$input" || exit 126 ;;
              file) exec 0<"$input" || exit 126 ;;
            esac
            started() { read -r stat <"/proc/$$/stat" && set -- ${stat##*) } && echo "${20}"; }
            keep() {
              trap '' HUP INT TERM
              exec 0</dev/null 1>/dev/null 2>/dev/null
              birth=$(started) last= same=0
              while sleep "$pause"; do
                kill -0 $$ && [ "$(started)" = "$birth" ] || exit 0
                beat=
                read -r beat <"$lease"
                if [ "$beat" = "$last" ]; then same=$((same + 1)); else same=0 last=$beat; fi
                if [ "$same" -ge "$looks" ]; then
                  kill -TERM -- "-$$" || kill -TERM $$
                  sleep 10
                  kill -KILL -- "-$$" || kill -KILL $$
                  exit 0
                fi
              done
            }
            ( keep & )
            exec "$@" 1>>"$output"
            """;
    private static final int LOOKS = 4;
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private final Path lease;
    private final long leaseMillis;

    Launcher(Path lease, long leaseMillis) {
        this.lease = lease.toAbsolutePath();
        this.leaseMillis = leaseMillis;
    }

    /** Starts it. */
    Process launch(Launch launch) throws IOException {
        List<String> command = new ArrayList<>();
        // Its own session: no terminal, no signals that are meant for the server. A child is no group leader, so no
        // fork.
        SETSID.stream().filter(Files::isExecutable).findFirst().ifPresent(setsid -> command.add(setsid.toString()));
        AgentFiles files = launch.files();
        command.addAll(List.of("/bin/sh", "-c", SCRIPT, "agent"));
        command.add(launch.inputFile().isPresent() ? "file" : "pipe");
        command.add(launch.inputFile().orElse(files.input()).toString());
        command.add(files.output().toString());
        command.add(files.errors().toString());
        command.add(lease.toString());
        command.add(seconds(leaseMillis / LOOKS));
        command.add(Integer.toString(LOOKS));
        command.addAll(launch.command());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(launch.workspace().toFile());
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        File nothing = new File("/dev/null");
        builder.redirectInput(nothing).redirectOutput(nothing).redirectError(nothing);
        return builder.start();
    }

    private static String seconds(long millis) {
        return millis / 1_000 + "." + String.format(Locale.ROOT, "%03d", millis % 1_000);
    }
}
