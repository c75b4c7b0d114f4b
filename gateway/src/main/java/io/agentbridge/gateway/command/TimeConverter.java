package io.agentbridge.gateway.command;

import io.agentbridge.gateway.configuration.DurationConverter;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time in milliseconds of the epoch, from an instant or from how long ago it was. */
final class TimeConverter implements ITypeConverter<Long> {
    private final InstantSource clock = Clock.systemUTC();

    @Override
    public Long convert(String value) {
        if (value.matches("[0-9]+[a-z]+")) {
            return clock.millis() - new DurationConverter().convert(value);
        }
        try {
            return Instant.parse(value).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new TypeConversionException(
                    "\"" + value + "\" is neither an instant like 2026-11-23T21:00:00Z nor a time ago like 10m");
        }
    }
}
