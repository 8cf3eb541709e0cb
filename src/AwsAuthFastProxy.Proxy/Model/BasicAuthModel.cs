namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>HTTP Basic authentication of a route (RFC 7617).</summary>
/// <param name="Realm">What the user is told the password is for; printable ASCII without quotes.</param>
/// <param name="Passwords">Who may.</param>
public sealed record BasicAuthModel(string Realm, PasswordFile Passwords);
