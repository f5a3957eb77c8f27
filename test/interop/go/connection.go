package main

import (
	"crypto/tls"
	"io"
	"net"
	"time"
)

// patience bounds one connection: a handshake over loopback takes milliseconds.
const patience = 10 * time.Second

func connect(server, client *tls.Config) (serverErr, clientErr error) {
	listener, err := tls.Listen("tcp", "127.0.0.1:0", server)
	if err != nil {
		return err, nil
	}
	defer listener.Close()
	done := make(chan error, 1)
	go func() { done <- serve(listener) }()
	clientErr = dial(listener.Addr().String(), client)
	return <-done, clientErr
}

func serve(listener net.Listener) error {
	accepted, err := listener.Accept()
	if err != nil {
		return err
	}
	defer accepted.Close()
	_ = accepted.SetDeadline(time.Now().Add(patience))
	if err := accepted.(*tls.Conn).Handshake(); err != nil {
		return err
	}
	return exchange(accepted)
}

func dial(address string, client *tls.Config) error {
	raw, err := net.DialTimeout("tcp", address, patience)
	if err != nil {
		return err
	}
	connection := tls.Client(raw, client)
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(patience))
	if err := connection.Handshake(); err != nil {
		return err
	}
	return exchange(connection)
}

// exchange sends one byte each way: in TLS 1.3 a client learns that it was refused only when it reads (RFC 8446 section 2).
func exchange(connection net.Conn) error {
	_, writeErr := connection.Write([]byte{1})
	if _, err := io.ReadFull(connection, make([]byte, 1)); err != nil {
		return err
	}
	return writeErr
}
