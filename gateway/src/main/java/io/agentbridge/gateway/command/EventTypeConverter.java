package io.agentbridge.gateway.command;

import io.agentbridge.gateway.codec.EventType;
import io.agentbridge.gateway.wire.EventFrames;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes the name of an event's type: that in the journal, or that of a message that shows it. */
final class EventTypeConverter implements ITypeConverter<String> {
    private static final List<String> NAMES =
            Arrays.stream(EventType.values()).map(EventTypeConverter::name).toList();

    @Override
    public String convert(String value) {
        if (NAMES.contains(value) || EventFrames.sharedTypes().contains(value)) {
            return value;
        }
        throw new TypeConversionException("there is no type \"" + value + "\", only " + String.join(", ", NAMES)
                + "; and of messages " + String.join(", ", EventFrames.sharedTypes()));
    }

    static String name(EventType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
