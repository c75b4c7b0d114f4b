package io.agentbridge.gateway.codec;

import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.model.Settings;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A notice of the server itself, as an object. */
final class NoticeCodec {
    static final EnumNames<NoticeType> TYPES = EnumNames.of(NoticeType.values());

    private NoticeCodec() {}

    /** Writes the members of an object that the caller has begun. */
    static void members(ObjectWriter out, Notice notice) {
        out.name("type", TYPES, NoticeType.of(notice));
        switch (notice) {
            case Notice.ServerStarted started -> {
                out.text("version", started.version());
                SettingsCodec.encode(out, "settings", started.settings());
            }
            case Notice.DeadlineReached _ -> {}
        }
    }

    /** Reads what follows the type. */
    static Notice decode(NoticeType type, ObjectReader in) throws IOException {
        Members members = new Members();
        while (in.next()) {
            members.read(in);
        }
        return members.notice(type, in);
    }

    /** The members of all types; each type uses a few. */
    private static final class Members {
        private @Nullable String version;
        private @Nullable Settings settings;

        void read(ObjectReader in) throws IOException {
            switch (in.name()) {
                case "version" -> version = in.text();
                case "settings" -> settings = SettingsCodec.decode(in);
                default -> in.skip();
            }
        }

        Notice notice(NoticeType type, ObjectReader in) {
            return switch (type) {
                case SERVER_STARTED ->
                    new Notice.ServerStarted(in.require("version", version), in.require("settings", settings));
                case DEADLINE_REACHED -> new Notice.DeadlineReached();
            };
        }
    }
}
