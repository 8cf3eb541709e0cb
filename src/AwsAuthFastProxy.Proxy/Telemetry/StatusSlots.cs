using System.Globalization;

namespace AwsAuthFastProxy.Proxy.Telemetry;

/// <summary>Places of HTTP statuses in a small array: those that S3 and the proxy send have their own, others share that of their class.</summary>
internal static class StatusSlots
{
    private static readonly int[] s_own =
    [
        200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 406, 408, 409, 411, 412, 413, 414, 416, 417, 429, 431, 499,
        500, 501, 502, 503, 504, 505, 507,
    ];

    private static readonly byte[] s_slots = Fill();

    /// <summary>Number of places.</summary>
    public static int Count => s_own.Length + 6;

    /// <summary>The place of a status.</summary>
    public static int Of(int status) => (uint)status < (uint)s_slots.Length ? s_slots[status] : 0;

    /// <summary>The status, or class such as <c>2xx</c>, of a place.</summary>
    public static string Name(int slot) => slot < 6
        ? slot == 0 ? "other" : $"{slot.ToString(CultureInfo.InvariantCulture)}xx"
        : s_own[slot - 6].ToString(CultureInfo.InvariantCulture);

    private static byte[] Fill()
    {
        byte[] slots = new byte[600];
        for (int status = 100; status < slots.Length; status++)
        {
            int own = Array.IndexOf(s_own, status);
            slots[status] = (byte)(own >= 0 ? own + 6 : status / 100);
        }

        return slots;
    }
}
