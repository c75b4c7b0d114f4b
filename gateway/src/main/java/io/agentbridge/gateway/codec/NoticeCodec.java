package io.agentbridge.gateway.codec;

import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.model.Settings;
import org.jspecify.annotations.Nullable;

/** A notice of the server itself, as an object. */
final class NoticeCodec {
    static final EnumCodes<NoticeType> TYPES = EnumCodes.of(NoticeType.values());

    private NoticeCodec() {}

    /** Writes the members of an object that the caller has begun. */
    static void members(ObjectWriter out, Notice notice) {
        out.name(Field.NOTICE, TYPES, NoticeType.of(notice));
        switch (notice) {
            case Notice.ServerStarted started -> {
                out.text(Field.VERSION, started.version());
                SettingsCodec.encode(out, Field.SETTINGS, started.settings());
            }
            case Notice.DeadlineReached _ -> {}
        }
    }

    /** Reads what follows the type. */
    static Notice decode(NoticeType type, ObjectReader in) {
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

        void read(ObjectReader in) {
            switch (in.field()) {
                case VERSION -> version = in.text();
                case SETTINGS -> settings = SettingsCodec.decode(in);
                default -> in.skip();
            }
        }

        Notice notice(NoticeType type, ObjectReader in) {
            return switch (type) {
                case SERVER_STARTED ->
                    new Notice.ServerStarted(in.require(Field.VERSION, version), in.require(Field.SETTINGS, settings));
                case DEADLINE_REACHED -> new Notice.DeadlineReached();
            };
        }
    }
}
