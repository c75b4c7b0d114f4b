package io.agentbridge.gateway.replay;

import io.agentbridge.gateway.json.JsonException;
import io.agentbridge.gateway.json.JsonKind;
import io.agentbridge.gateway.json.JsonObject;
import io.agentbridge.gateway.json.JsonSlices;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds in two events, each a line of JSON, what is not the same: in long lines people would search for it. */
final class ChangedMembers {
    private static final int MAX_MEMBERS = 1_000;
    private static final int MAX_CHARS = 200;

    private ChangedMembers() {}

    /** A line for each member that differs, with its place and both values; none if one of them is no event. */
    static List<String> between(String recorded, String decided) {
        List<String> changes = new ArrayList<>();
        if (recorded.startsWith("{") && decided.startsWith("{")) {
            Map<String, String> then = members(recorded);
            Map<String, String> now = members(decided);
            Set<String> places = new LinkedHashSet<>(then.keySet());
            places.addAll(now.keySet());
            for (String place : places) {
                String before = then.getOrDefault(place, "nothing");
                String after = now.getOrDefault(place, "nothing");
                if (!before.equals(after)) {
                    changes.add(place + ": " + brief(before) + " recorded, " + brief(after) + " now");
                }
            }
        }
        return changes;
    }

    private static Map<String, String> members(String line) {
        Map<String, String> members = new LinkedHashMap<>();
        byte[] data = line.getBytes(StandardCharsets.UTF_8);
        try {
            collect(data, 0, data.length, "", members);
        } catch (JsonException e) {
            throw new IllegalStateException("an event of more than " + MAX_MEMBERS + " members", e);
        }
        return members;
    }

    private static void collect(byte[] data, int start, int end, String place, Map<String, String> members)
            throws JsonException {
        if (JsonSlices.kind(data, start) != JsonKind.OBJECT) {
            members.put(place, JsonSlices.compact(data, start, end));
            return;
        }
        JsonObject object = new JsonObject(MAX_MEMBERS);
        object.read(data, start, end);
        for (int i = 0; i < object.size(); i++) {
            String name = place.isEmpty() ? object.name(i) : place + "." + object.name(i);
            collect(data, object.start(i), object.end(i), name, members);
        }
    }

    private static String brief(String value) {
        return value.length() <= MAX_CHARS ? value : value.substring(0, MAX_CHARS) + "…";
    }
}
