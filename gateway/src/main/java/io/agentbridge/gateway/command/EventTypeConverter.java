package io.agentbridge.gateway.command;

import io.agentbridge.gateway.codec.EventType;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An event's type from its name in the journal. */
final class EventTypeConverter implements ITypeConverter<EventType> {
    @Override
    public EventType convert(String value) {
        return Arrays.stream(EventType.values())
                .filter(type -> name(type).equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("there is no type \"" + value + "\", only "
                        + String.join(
                                ", ",
                                Arrays.stream(EventType.values())
                                        .map(EventTypeConverter::name)
                                        .toList())));
    }

    private static String name(EventType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
