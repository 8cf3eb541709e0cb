using System.Net;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>
/// Who a client is by address: one number for both families, IPv4 as <c>::ffff:a.b.c.d</c>. The default value is nobody known, whom no
/// list of addresses lets in.
/// </summary>
internal readonly struct ClientAddress(UInt128 value) : IEquatable<ClientAddress>
{
    /// <summary>Nobody known.</summary>
    public static ClientAddress Unknown => default;

    /// <summary>The address as a number. Zero, the unspecified address, is nobody's.</summary>
    public UInt128 Value { get; } = value;

    public bool IsKnown => Value != UInt128.Zero;

    /// <summary>
    /// What one client may be told apart by in limits: an IPv4 address, or the /64 of an IPv6 one, since a host has a whole one to choose from
    /// (RFC 4291 §2.5.4).
    /// </summary>
    public UInt128 Holder => AddressBlock.IsV4Mapped(Value) ? Value : Value & AddressBlock.Mask(64);

    public static bool operator ==(ClientAddress left, ClientAddress right) => left.Equals(right);

    public static bool operator !=(ClientAddress left, ClientAddress right) => !left.Equals(right);

    /// <summary>The address with no port, or null for nobody.</summary>
    public IPEndPoint? ToEndPoint() => IsKnown ? new IPEndPoint(AddressBlock.ToAddress(Value), 0) : null;

    public static ClientAddress Of(IPEndPoint? endPoint) => endPoint is null ? Unknown : Of(endPoint.Address);

    public static ClientAddress Of(IPAddress address) => new(AddressBlock.ToNumber(address));

    public bool Equals(ClientAddress other) => Value == other.Value;

    public override bool Equals(object? obj) => obj is ClientAddress other && Equals(other);

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => IsKnown ? AddressBlock.ToAddress(Value).ToString() : "unknown";
}
